package dev.pristine.leases;

/**
 * What somebody was given.
 *
 * @param position which of his requirements it is for; -1 where that is not known
 * @param lock whether it is a lock
 * @param id its row
 * @param generation the lease's number
 */
record Grant(
    int position, boolean lock, long id, String pool, Resource resource, long generation) {}
