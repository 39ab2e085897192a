/**
 * PostgreSQL 15 to 18, an existing server or an embedded one. Most users need nothing from here:
 * core finds {@link dev.pristine.postgresql.PostgresEngine} when this module is on the class path.
 */
@NullMarked
package dev.pristine.postgresql;

import org.jspecify.annotations.NullMarked;
