/** The rules of the house, and trials with many processes. Not published. */
@NullMarked
package dev.pristine.checks;

import org.jspecify.annotations.NullMarked;
