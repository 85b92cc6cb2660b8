package io.vmgather.launcher.server;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a person chose when starting a server.
 *
 * @param output folder for bundles, absolute; empty for the usual one
 * @param staging folder for what is under way, absolute; empty for the one for bundles
 * @param usualFolder for bundles where nothing else says so; made when it is asked for
 * @param browser whether to open one on a desktop
 */
public record ServerOptions(
    BindAddress address,
    Optional<Path> output,
    Optional<Path> staging,
    Supplier<Path> usualFolder,
    boolean browser) {}
