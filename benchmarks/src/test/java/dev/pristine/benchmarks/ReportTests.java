package dev.pristine.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** What the figures are made into. */
final class ReportTests {

  private static final Dirt.Tally CLEAN = new Dirt.Tally(0, 0, 0, 0, 10);
  private static final Dirt.Tally DIRTY = new Dirt.Tally(0, 10, 10, 10, 10);
  private static final Schema SCHEMA =
      new Schema("t6", 6, "nowhere", List.of(), List.of(), Dialect.POSTGRESQL);

  private static final IsolationReport REPORT =
      new IsolationReport(
          "the command",
          "2026-01-01T00:00",
          new Machine(2, 24, "Linux", "25", 0.5),
          List.of("fsync=off"),
          List.of(
              result(Tool.PRISTINE_CLONE, 1, 5, CLEAN),
              result(Tool.DELETE, 1, 1.5, DIRTY),
              result(Tool.CLONE_FILE, 1, 20, CLEAN),
              result(Tool.FLYWAY, 1, 300, CLEAN),
              CellResult.unavailable(cell(Tool.ZONKY_SPRING, 1), "because"),
              result(Tool.PRISTINE_CLONE, 4, 4, CLEAN)));

  @Test
  void theRatioIsToTheBestOfTheOthersThatLeavesNothingDirty() {
    String page = IsolationPage.write(REPORT);
    assertThat(page)
        .contains("Best right peer: clone-file.")
        .contains("| pristine-clone ✓ | 10 | 6.00 | 1.00 | **5.00** (4.50 – 5.50) ")
        .contains(" | 0/0/0/0 of 10 | 4.00 | 83 % |")
        .contains("| delete | 10 |")
        .contains("| zonky-spring | not available: because |");
  }

  @Test
  void withoutAnyRightPeerThereIsNoRatio() {
    assertThat(IsolationPage.write(REPORT))
        .contains("No other tool that leaves nothing dirty was measured.")
        .contains(" | 0/0/0/0 of 10 | – | 80 % |");
  }

  @Test
  void plotsAreWellFormed() throws Exception {
    Map<String, String> plots = IsolationPlots.draw(REPORT);
    assertThat(plots)
        .containsOnlyKeys("isolation-t6-1x1.svg", "isolation-t6-1x4.svg", "throughput-t6.svg");
    for (String plot : plots.values()) {
      Document document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(plot.getBytes(StandardCharsets.UTF_8)));
      assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
      assertThat(plot).contains("pristine-clone").doesNotContain("NaN");
    }
  }

  @Test
  void theFileHasAllFigures() {
    assertThat(Json.read(Json.page(REPORT), IsolationReport.class)).isEqualTo(REPORT);
  }

  @Test
  void quantilesAreBetweenTheirNeighbours() {
    assertThat(Statistics.median(3, 1, 2)).isEqualTo(2);
    assertThat(Statistics.quantile(0.95, 0, 100)).isEqualTo(95);
    assertThat(Statistics.median()).isNaN();
  }

  private static CellResult result(Tool tool, int threads, double added, Dirt.Tally dirt) {
    return new CellResult(
        cell(tool, threads),
        "as usual",
        null,
        new CellResult.Figures(1 + added, 1, added, added - 0.5, added + 0.5, 1, 2, 3, 4, dirt));
  }

  private static Cell cell(Tool tool, int threads) {
    return new Cell(tool.spelling(), SCHEMA, threads, 1, 10, 2, true, 0);
  }
}
