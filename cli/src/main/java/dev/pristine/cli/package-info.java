/**
 * The command line. Most users need only {@code ./pristine --help}.
 *
 * <p>A command computes a {@link dev.pristine.cli.Report}, which is printed as a page for people or
 * as one JSON object for machines; {@link dev.pristine.cli.Complaints} turns whatever it throws
 * into a paragraph and an exit code.
 */
@NullMarked
package dev.pristine.cli;

import org.jspecify.annotations.NullMarked;
