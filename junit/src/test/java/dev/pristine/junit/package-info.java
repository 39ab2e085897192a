/** Sample tests run by JUnit itself, on a real server. */
@NullMarked
package dev.pristine.junit;

import org.jspecify.annotations.NullMarked;
