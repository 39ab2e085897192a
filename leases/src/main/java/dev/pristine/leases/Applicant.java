package dev.pristine.leases;

import java.util.List;

/**
 * Somebody who wants something, all of it or nothing.
 *
 * @param ticket his place in the queue; 0 if he has not waited
 * @param leaseTime for how long he gets it unless it is renewed, in milliseconds
 */
record Applicant(long ticket, String owner, String test, long leaseTime, List<Requirement> wants) {}
