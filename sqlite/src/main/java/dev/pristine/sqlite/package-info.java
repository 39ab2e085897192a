/**
 * SQLite: a template file, and a copy of it for each test. Most users need nothing from here: core
 * finds {@link dev.pristine.sqlite.SqliteEngine} when this module is on the class path.
 */
@NullMarked
package dev.pristine.sqlite;

import org.jspecify.annotations.NullMarked;
