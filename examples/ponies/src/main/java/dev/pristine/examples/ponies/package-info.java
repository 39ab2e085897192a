/**
 * Tests that each insert, count and empty the same table, written once, with no word of
 * parallelism. Most users need only look at one of them, {@link
 * dev.pristine.examples.ponies.StableTests}.
 *
 * <p>They stand among the main classes so that the command line can run them too: first with the
 * isolation {@code none}, when they destroy each other's data, then without.
 */
@NullMarked
package dev.pristine.examples.ponies;

import org.jspecify.annotations.NullMarked;
