package io.vmgather.server;

import java.io.IOException;
import java.nio.file.Path;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;

/**
 * Arquillian's hold on a server. One class for all products, because Arquillian takes a single one
 * from the class path.
 */
public final class ServerContainer implements DeployableContainer<ServerConfiguration> {
  private ServerConfiguration configuration;
  private AppServer server;

  @Override
  public Class<ServerConfiguration> getConfigurationClass() {
    return ServerConfiguration.class;
  }

  @Override
  public void setup(ServerConfiguration given) {
    configuration = given;
  }

  /** Tests speak HTTP from outside; none is carried into the server. */
  @Override
  public ProtocolDescription getDefaultProtocol() {
    return new ProtocolDescription("Local");
  }

  @Override
  public void start() throws LifecycleException {
    try {
      server = configuration.start();
    } catch (IOException e) {
      throw new LifecycleException("the server does not start", e);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
    String name = name(archive);
    try {
      server.deploy(file(archive), name);
    } catch (IOException e) {
      throw new DeploymentException(archive.getName(), e);
    }
    HTTPContext context =
        new HTTPContext(server.address().getHost(), server.address().getPort())
            .add(new Servlet("api", name.equals("ROOT") ? "/" : "/" + name));
    return new ProtocolMetaData().addContext(context);
  }

  @Override
  public void undeploy(Archive<?> archive) throws DeploymentException {
    try {
      server.undeploy(name(archive));
    } catch (IOException e) {
      throw new DeploymentException(archive.getName(), e);
    }
  }

  /** The build's own file, not one that was read and written again. */
  private static Path file(Archive<?> archive) {
    return WarSettings.FOLDER.resolve(archive.getName());
  }

  private static String name(Archive<?> archive) {
    return archive.getName().replaceFirst("\\.war$", "");
  }
}
