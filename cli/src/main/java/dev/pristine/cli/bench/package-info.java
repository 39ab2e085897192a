/**
 * Measures what it costs to keep tests apart, on any server and schema. The way in is {@link
 * dev.pristine.cli.bench.Bench}.
 *
 * <p>A {@link dev.pristine.cli.bench.Workload} plays the tests: it finds out from the driver alone
 * what can be written to which tables, and speaks no DBMS's own SQL.
 */
@NullMarked
package dev.pristine.cli.bench;

import org.jspecify.annotations.NullMarked;
