/**
 * What an engine implements. Most users need nothing from here: they use {@link dev.pristine}.
 *
 * <p>An engine is one module with one provider class, an {@link dev.pristine.spi.Engine}, found by
 * {@link java.util.ServiceLoader}. It knows how to speak to one kind of DBMS; <em>when</em>
 * something is done is decided by core alone. Engines throw {@link java.sql.SQLException} and core
 * translates it. All types here may be used from several threads at once unless they say otherwise.
 */
@NullMarked
package dev.pristine.spi;

import org.jspecify.annotations.NullMarked;
