package dev.ferry.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of this module and the arrows between them. */
@AnalyzeClasses(packages = "dev.ferry.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /**
   * Each room may use those before it in this list: {@code store}, {@code group} or {@code
   * message}, the face, {@code core} or {@code transport}, {@code driver}.
   */
  @ArchTest
  static final ArchRule ARROWS_GO_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("dev.ferry.client..")
          .layer("driver")
          .definedBy("dev.ferry.client.driver..")
          .layer("core")
          .definedBy("dev.ferry.client.core..")
          .layer("transport")
          .definedBy("dev.ferry.client.transport..")
          .layer("face")
          .definedBy("dev.ferry.client")
          .layer("store")
          .definedBy("dev.ferry.client.store..")
          .layer("group")
          .definedBy("dev.ferry.client.group..")
          .layer("message")
          .definedBy("dev.ferry.client.message..")
          .layer("settings")
          .definedBy("dev.ferry.client.settings..")
          .whereLayer("driver")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("core")
          .mayOnlyBeAccessedByLayers("driver")
          .whereLayer("transport")
          .mayOnlyBeAccessedByLayers("driver")
          .whereLayer("face")
          .mayOnlyBeAccessedByLayers("driver", "core", "transport")
          .whereLayer("group")
          .mayOnlyBeAccessedByLayers("driver", "core", "face")
          .whereLayer("message")
          .mayOnlyBeAccessedByLayers("driver", "core", "face")
          .whereLayer("settings")
          .mayOnlyBeAccessedByLayers("driver", "core", "face");

  @ArchTest
  static final ArchRule CORE_DOES_NO_IO =
      noClasses()
          .that()
          .resideInAPackage("dev.ferry.client.core..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..",
              "java.net..",
              "java.nio.channels..",
              "java.util.concurrent..",
              "okhttp3..");
}
