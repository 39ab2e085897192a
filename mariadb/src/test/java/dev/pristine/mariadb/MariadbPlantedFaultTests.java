package dev.pristine.mariadb;

import dev.pristine.enginetests.PlantedFaultContract;
import dev.pristine.enginetests.RewindContract;
import dev.pristine.enginetests.TemplateContract;

final class MariadbPlantedFaultTests extends PlantedFaultContract {

  @Override
  protected Class<? extends RewindContract> rewinding() {
    return MariadbRewindTests.class;
  }

  @Override
  protected Class<? extends TemplateContract> templates() {
    return MariadbTemplateTests.class;
  }
}
