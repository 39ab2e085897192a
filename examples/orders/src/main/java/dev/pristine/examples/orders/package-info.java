/**
 * A small shop: customers order products, pay, and get an invoice and a parcel. Most users need
 * only {@link dev.pristine.examples.orders.Shop}; who looks for Pristine finds it in the tests.
 */
@NullMarked
package dev.pristine.examples.orders;

import org.jspecify.annotations.NullMarked;
