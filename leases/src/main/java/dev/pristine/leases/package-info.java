/**
 * Leases of what parallel tests share beside a database: accounts, licences, ports; locks by name;
 * values that are never used twice. Most users need only {@link dev.pristine.leases.Leases#open()},
 * {@link dev.pristine.leases.Leases#define}, {@link dev.pristine.leases.Leases#acquire} and {@link
 * dev.pristine.leases.Lease}.
 */
@NullMarked
package dev.pristine.leases;

import org.jspecify.annotations.NullMarked;
