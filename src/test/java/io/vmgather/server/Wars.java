package io.vmgather.server;

import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * What Arquillian deploys: names of the build's files. The containers take the files themselves.
 */
final class Wars {
  private Wars() {}

  static WebArchive exporter() {
    return ShrinkWrap.create(WebArchive.class, "exporter.war");
  }

  static WebArchive importer() {
    return ShrinkWrap.create(WebArchive.class, "importer.war");
  }
}
