/**
 * Function manifests: read as kubectl reads them, refused as the API server refuses them, with the
 * same words. Nothing here touches a network, a process or the clock.
 */
package dev.hearth.cli.manifest;
