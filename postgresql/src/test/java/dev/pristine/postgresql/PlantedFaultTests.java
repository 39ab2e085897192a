package dev.pristine.postgresql;

import dev.pristine.enginetests.PlantedFaultContract;
import dev.pristine.enginetests.RewindContract;
import dev.pristine.enginetests.TemplateContract;

final class PlantedFaultTests extends PlantedFaultContract {

  @Override
  protected Class<? extends RewindContract> rewinding() {
    return PostgresRewindTests.class;
  }

  @Override
  protected Class<? extends TemplateContract> templates() {
    return PostgresTemplateTests.class;
  }
}
