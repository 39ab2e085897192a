package dev.pristine.leases;

import java.util.List;

/**
 * Somebody who wants something, all of it or nothing.
 *
 * @param ticket his place in the queue; negative, and known to his process only, if he does not
 *     wait
 * @param leaseTime for how long he gets it unless it is renewed, in milliseconds
 */
record Applicant(long ticket, String owner, String test, long leaseTime, List<Requirement> wants) {}
