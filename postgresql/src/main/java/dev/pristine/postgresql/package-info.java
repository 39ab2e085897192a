/** The PostgreSQL engine, with the embedded server. Nothing here is for users: see core. */
@NullMarked
package dev.pristine.postgresql;

import org.jspecify.annotations.NullMarked;
