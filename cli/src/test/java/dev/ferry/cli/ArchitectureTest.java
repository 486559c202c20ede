package dev.ferry.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of this module and the arrows between them. */
@AnalyzeClasses(packages = "dev.ferry.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule ROOMS_HAVE_NO_CYCLES =
      slices().matching("dev.ferry.cli.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ROOMS_KNOW_NOTHING_OF_COMMANDS =
      noClasses()
          .that()
          .resideInAPackage("dev.ferry.cli.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.ferry.cli");

  @ArchTest
  static final ArchRule BUILT_ON_THE_SDK_ONLY =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.ferry.protocol..", "dev.ferry.server..", "dev.ferry.client.core..");
}
