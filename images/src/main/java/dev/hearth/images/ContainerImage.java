package dev.hearth.images;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.util.List;

/**
 * What is in one image.
 *
 * @param name the part of its name behind {@code hearth/}
 * @param layers files, those that change most often last
 * @param entryPoint what it starts; empty for an image that is only copied from
 * @param maxBytes what it may weigh, compressed
 */
record ContainerImage(
    String name, List<FileEntriesLayer> layers, List<String> entryPoint, long maxBytes) {
  ContainerImage {
    layers = List.copyOf(layers);
    entryPoint = List.copyOf(entryPoint);
  }
}
