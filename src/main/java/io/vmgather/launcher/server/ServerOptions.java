package io.vmgather.launcher.server;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a person chose when starting a server.
 *
 * @param output folder for bundles; empty for the default
 * @param staging folder for what is under way; empty for the default
 * @param browser whether to open one on a desktop
 */
public record ServerOptions(
    BindAddress address, Optional<Path> output, Optional<Path> staging, boolean browser) {}
