package dev.hearth.operator.pool;

import dev.hearth.crds.SandboxPoolSpec;
import dev.hearth.crds.ShimImage;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/** The volumes of a sandbox: the shim, scratch space, and room for code and layers. */
final class SandboxVolumes {
  /** 250 MB of code as AWS counts them, and what a file system adds. */
  private static final int CODE_MB = 320;

  private static final int SHIM_MB = 128;
  private static final String SHIM = "shim";

  private SandboxVolumes() {}

  static List<Volume> of(SandboxPoolSpec pool, SandboxSettings settings) {
    var volumes = new ArrayList<Volume>();
    volumes.add(settings.imageVolume() ? imageVolume(settings) : empty(SHIM, SHIM_MB));
    volumes.add(empty("tmp", pool.ephemeralStorageMb()));
    if (pool.image() == null) {
      volumes.add(empty("task", CODE_MB));
      volumes.add(empty("layers", CODE_MB));
    }
    return volumes;
  }

  /** An image function's code and extensions are in its image, so nothing covers them. */
  static List<VolumeMount> mounts(SandboxPoolSpec pool) {
    var mounts = new ArrayList<VolumeMount>();
    mounts.add(shimMount(true));
    mounts.add(mount("tmp", "/tmp", false));
    if (pool.image() == null) {
      mounts.add(mount("task", "/var/task", false));
      mounts.add(mount("layers", "/opt", false));
    }
    return mounts;
  }

  static VolumeMount shimMount(boolean readOnly) {
    return mount(SHIM, ShimImage.MOUNT, readOnly);
  }

  private static VolumeMount mount(String name, String path, boolean readOnly) {
    return new VolumeMountBuilder()
        .withName(name)
        .withMountPath(path)
        .withReadOnly(readOnly ? true : null)
        .build();
  }

  private static Volume empty(String name, int sizeMb) {
    return new VolumeBuilder()
        .withName(name)
        .withNewEmptyDir()
        .withSizeLimit(new Quantity(sizeMb + "Mi"))
        .endEmptyDir()
        .build();
  }

  private static Volume imageVolume(SandboxSettings settings) {
    return new VolumeBuilder()
        .withName(SHIM)
        .withNewImage()
        .withReference(settings.shimImage())
        .withPullPolicy(settings.imagePullPolicy())
        .endImage()
        .build();
  }
}
