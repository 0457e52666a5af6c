/** Container images of Hearth's own parts, made from what the build has left in target folders. */
package dev.hearth.images;
