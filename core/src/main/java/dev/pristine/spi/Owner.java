package dev.pristine.spi;

import java.time.Instant;

/**
 * A process that holds leases on a server.
 *
 * @param id eight hexadecimal digits that no two living owners share
 * @param description the process, for people: project, process id and host
 * @param since when its session began, by the server's clock
 */
public record Owner(String id, String description, Instant since) {}
