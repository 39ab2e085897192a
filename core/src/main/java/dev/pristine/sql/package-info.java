/**
 * Most users need nothing here: what a program needs that writes SQL for whatever DBMS it meets.
 * {@link dev.pristine.Pristine#phrases} is the way in.
 */
@NullMarked
package dev.pristine.sql;

import org.jspecify.annotations.NullMarked;
