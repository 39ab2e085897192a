/**
 * MariaDB, on an existing server or an embedded one, and MySQL, on an existing one. Most users need
 * nothing from here: core finds {@link dev.pristine.mariadb.MariadbEngine} when this module is on
 * the class path.
 */
@NullMarked
package dev.pristine.mariadb;

import org.jspecify.annotations.NullMarked;
