/**
 * The life of an embedded server, whatever DBMS it is. Most users need nothing from here: an engine
 * says by a {@link dev.pristine.embedded.Software} what is its own, and all else is done by {@link
 * dev.pristine.embedded.EmbeddedServer}.
 */
@NullMarked
package dev.pristine.embedded;

import org.jspecify.annotations.NullMarked;
