/** Tests of the descriptions that the build makes. */
package io.vmgather.openapi;
