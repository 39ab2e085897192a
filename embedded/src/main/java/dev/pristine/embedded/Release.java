package dev.pristine.embedded;

/**
 * One version of a DBMS as it was packed.
 *
 * @param product the DBMS's name, for people
 * @param version its version
 * @param folder the name of the folder in the cache for all its versions
 * @param key tells what was packed from everything else, also from the same version packed anew; it
 *     begins with the version and a hyphen, and is a file's name
 * @param administrator the name of the user that may do everything
 * @param clientFile the name of the file by which people connect with the product's own client
 */
public record Release(
    String product,
    String version,
    String folder,
    String key,
    String administrator,
    String clientFile) {

  /** Returns product and version. */
  @Override
  public String toString() {
    return product + " " + version;
  }
}
