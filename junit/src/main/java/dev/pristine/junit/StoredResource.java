package dev.pristine.junit;

import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * Something that JUnit closes once, when the context ends in whose store it is: as the one of its
 * two types in 5.12, as the other in 6.
 */
@FunctionalInterface
interface StoredResource extends CloseableResource, AutoCloseable {

  @Override
  void close() throws Exception;
}
