/**
 * What the gRPC services of the local cloud stand on: in comes one port, on which clients speak gRPC or REST; out go calls of the same
 * methods, whose REST addresses are read from Google's own API definitions.
 */
package dev.sluice.local.wire;
