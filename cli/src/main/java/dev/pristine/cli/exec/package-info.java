/**
 * A command that runs in the place of this process: with its input and outputs, with the signals
 * that are meant for it, and not longer than this process lives. Most users need only {@link
 * dev.pristine.cli.exec.GuardedCommand}.
 */
@NullMarked
package dev.pristine.cli.exec;

import org.jspecify.annotations.NullMarked;
