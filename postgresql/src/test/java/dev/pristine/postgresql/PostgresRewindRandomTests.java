package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Isolation;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.RandomRewindContract;
import dev.pristine.enginetests.Workload;
import dev.pristine.enginetests.Workload.Step;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever tests do, made up at random, and that the next test sees nothing of it. */
final class PostgresRewindRandomTests extends RandomRewindContract {

  private RewindStage stage;

  @BeforeEach
  void openStage() throws IOException, SQLException {
    stage = RewindStage.open(Map.of("max_prepared_transactions", "10"));
  }

  @AfterEach
  void closeStage() throws IOException, SQLException {
    stage.close();
  }

  @Override
  protected Workload random(Random random) {
    return RandomWorkloads.of(random);
  }

  @Override
  protected Workload.Runner runner() {
    return new RandomWorkloads();
  }

  @Override
  protected TestDatabase acquire(String holder) {
    return stage.acquire(Fixture.PLAIN, holder);
  }

  @Override
  protected List<String> differences(TestDatabase database) throws Exception {
    return stage.differences(Fixture.PLAIN, database);
  }

  @Override
  protected void startAfresh() {
    stage.startAfresh();
  }

  @Test
  void aWorkloadThatIsSeenIsShortened() throws Exception {
    stage.isolateBy(Isolation.PER_WORKER);
    Workload workload =
        new Workload(
            List.of(
                new Step(0, "BEGIN"),
                new Step(0, "DELETE FROM notes"),
                new Step(0, "ROLLBACK"),
                new Step(2, "CREATE TABLE ponies (id int)"),
                new Step(2, "COPY stables (name)\nNew")));
    assertThat(shortened(workload).steps())
        .containsExactly(new Step(2, "COPY stables (name)\nNew"));
  }
}
