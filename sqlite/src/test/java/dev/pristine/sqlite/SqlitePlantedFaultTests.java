package dev.pristine.sqlite;

import dev.pristine.enginetests.PlantedFaultContract;
import dev.pristine.enginetests.RewindContract;
import dev.pristine.enginetests.TemplateContract;

final class SqlitePlantedFaultTests extends PlantedFaultContract {

  @Override
  protected Class<? extends RewindContract> rewinding() {
    return SqliteRewindTests.class;
  }

  @Override
  protected Class<? extends TemplateContract> templates() {
    return SqliteTemplateTests.class;
  }
}
