/**
 * A small web shop: log in, fill the cart, check out. Its browser tests share one running shop and
 * its few accounts, which they lease.
 */
@NullMarked
package dev.pristine.examples.shop;

import org.jspecify.annotations.NullMarked;
