package dev.pristine.spi;

/**
 * A database that Pristine made.
 *
 * @param name its name
 * @param note the text last kept with it; empty if none
 * @param sessions how many client sessions are in it now
 * @param whole false if it is only the remains of a database: half dropped, or without what a crash
 *     of the server took
 */
public record DatabaseEntry(String name, String note, int sessions, boolean whole) {}
