/**
 * A database of its own for each JUnit test. Most users need only {@link
 * dev.pristine.junit.PristineDatabase}.
 *
 * <p>Works with JUnit Jupiter from 5.12 on, 6 included.
 */
@NullMarked
package dev.pristine.junit;

import org.jspecify.annotations.NullMarked;
