@NullMarked
package dev.pristine.leases;

import org.jspecify.annotations.NullMarked;
