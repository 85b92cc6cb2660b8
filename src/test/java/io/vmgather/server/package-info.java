/** The WARs and the jar as they are shipped, on real servers, spoken to over HTTP alone. */
package io.vmgather.server;
