/** Tries each tool with a handful of tests: what it leaves dirty, not how fast it is. */
@NullMarked
package dev.pristine.benchmarks;

import org.jspecify.annotations.NullMarked;
