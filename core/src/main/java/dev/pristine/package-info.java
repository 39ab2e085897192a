/**
 * Gives every parallel test a pristine database of its own. Most users need only an integration's
 * annotation; in code, {@link dev.pristine.Pristine#open()}, {@link dev.pristine.Pristine#acquire},
 * and {@link dev.pristine.TestDatabase}.
 */
@NullMarked
package dev.pristine;

import org.jspecify.annotations.NullMarked;
