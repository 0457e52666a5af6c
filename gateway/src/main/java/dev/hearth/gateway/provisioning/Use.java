package dev.hearth.gateway.provisioning;

/**
 * How the kept sandboxes of one version are used.
 *
 * @param requested how many are kept
 * @param available how many of these are initialised
 * @param highest how many were at work together since somebody last asked
 * @param initFails the latest Init failed
 */
record Use(int requested, int available, int highest, boolean initFails) {
  static final Use NONE = new Use(0, 0, 0, false);
}
