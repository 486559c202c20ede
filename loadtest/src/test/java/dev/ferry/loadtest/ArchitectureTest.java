package dev.ferry.loadtest;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of the harness and the arrows between them. */
@AnalyzeClasses(
    packages = "dev.ferry.loadtest",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule ARROWS_GO_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("crowd")
          .definedBy("dev.ferry.loadtest.crowd..")
          .layer("fault")
          .definedBy("dev.ferry.loadtest.fault..")
          .layer("figure")
          .definedBy("dev.ferry.loadtest.figure..")
          .layer("fleet")
          .definedBy("dev.ferry.loadtest.fleet..")
          .layer("ledger")
          .definedBy("dev.ferry.loadtest.ledger..")
          .layer("report")
          .definedBy("dev.ferry.loadtest.report..")
          .layer("run")
          .definedBy("dev.ferry.loadtest.run..")
          .layer("scenario")
          .definedBy("dev.ferry.loadtest.scenario..")
          .layer("worker")
          .definedBy("dev.ferry.loadtest.worker..")
          .whereLayer("run")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("run")
          .whereLayer("worker")
          .mayOnlyBeAccessedByLayers("run")
          .whereLayer("fleet")
          .mayOnlyBeAccessedByLayers("run")
          .whereLayer("fault")
          .mayOnlyBeAccessedByLayers("run", "fleet")
          .whereLayer("scenario")
          .mayOnlyBeAccessedByLayers("run", "worker")
          .whereLayer("ledger")
          .mayOnlyBeAccessedByLayers("run", "worker", "scenario")
          .whereLayer("crowd")
          .mayOnlyBeAccessedByLayers("worker", "scenario");
}
