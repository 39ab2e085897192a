/**
 * Measures what isolation costs, side by side with what people would pick instead. The way in is
 * {@link dev.pristine.benchmarks.Main}. Not published.
 */
@NullMarked
package dev.pristine.benchmarks;

import org.jspecify.annotations.NullMarked;
