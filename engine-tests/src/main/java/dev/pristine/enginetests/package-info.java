/**
 * The contract suite that every engine passes. Most users need nothing from here; who writes an
 * engine extends the {@code …Contract} classes in its tests and tells them about it with an {@link
 * dev.pristine.enginetests.EngineUnderTest}.
 */
@NullMarked
package dev.pristine.enginetests;

import org.jspecify.annotations.NullMarked;
