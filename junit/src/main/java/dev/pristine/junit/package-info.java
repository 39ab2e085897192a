/**
 * A database of its own for each JUnit test. Most users need only {@link
 * dev.pristine.junit.PristineDatabase}. What else tests share they take by {@link
 * dev.pristine.junit.Leased} and {@link dev.pristine.junit.Exclusive}.
 *
 * <p>Works with JUnit Jupiter from 5.12 on, 6 included.
 */
@NullMarked
package dev.pristine.junit;

import org.jspecify.annotations.NullMarked;
