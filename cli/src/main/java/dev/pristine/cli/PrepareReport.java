package dev.pristine.cli;

/**
 * What is ready for the next run.
 *
 * @param template the template's name
 * @param clones how many copies of it are ready
 * @param millis how long that took, with the opening of the session
 */
record PrepareReport(String template, int clones, long millis) implements Report {

  @Override
  public void describe(Page page) {
    String copies = clones == 1 ? "1 clone" : clones + " clones";
    page.line(
        "The template %s is ready, with %s, after %d ms.".formatted(template, copies, millis));
  }
}
