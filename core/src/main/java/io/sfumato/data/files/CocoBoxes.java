package io.sfumato.data.files;

import io.sfumato.data.Box;
import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Found;
import io.sfumato.data.Known;
import io.sfumato.data.Parts;
import io.sfumato.image.Picture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Pictures with boxes, as COCO has them: {@code annotations/instances_NAME.json} and the pictures in {@code NAME},
 * {@code images/NAME}, {@code images} or beside. Kinds of things are counted in the order of their ids.
 */
final class CocoBoxes implements DataSet {
    private static final Pattern FILE = Pattern.compile("(?:annotations/)?instances_(.+)\\.json");

    private final FilePictures pictures;
    private final List<CocoJson.Image> images;

    private CocoBoxes(FilePictures pictures, List<CocoJson.Image> images) {
        this.pictures = pictures;
        this.images = images;
    }

    /** Annotations whose name begins with {@code train} to train on, others to be kept back; by chance where there is one. */
    static Parts open(Path folder, BoxLimits limits, double heldOut) {
        List<String> files = Names.files(folder).stream()
                .filter(name -> FILE.matcher(name).matches())
                .toList();
        if (files.size() == 1) {
            return Parts.byShare(open(folder, files.get(0), limits), heldOut).withFound(found(folder, files));
        }
        List<String> train =
                files.stream().filter(file -> name(file).startsWith("train")).toList();
        List<String> others =
                files.stream().filter(file -> !name(file).startsWith("train")).toList();
        if (train.size() != 1 || others.size() != 1) {
            throw new DataException(folder + ": has " + (files.isEmpty() ? "no annotations" : String.join(", ", files))
                    + ", expected instances_NAME.json, or one of a NAME that begins with train and one other,"
                    + " here or in 'annotations'");
        }
        DataSet training = open(folder, train.get(0), limits);
        DataSet kept = open(folder, others.get(0), limits);
        if (!training.classes().equals(kept.classes())) {
            throw new DataException(folder + ": " + train.get(0) + " and " + others.get(0)
                    + " have different categories, expected the same in both");
        }
        return new Parts(training, Optional.of(kept), found(folder, files));
    }

    private static Found found(Path folder, List<String> files) {
        return Found.as(String.join(" and ", files) + " in " + folder);
    }

    private static String name(String file) {
        Matcher matcher = FILE.matcher(file);
        return matcher.matches() ? matcher.group(1) : "";
    }

    private static DataSet open(Path folder, String file, BoxLimits limits) {
        CocoJson json = CocoJson.read(folder.resolve(file));
        Map<Long, List<Box>> boxes = boxes(folder.resolve(file), json, limits.leastArea());
        List<Long> taken = json.images().keySet().stream()
                .filter(id -> limits.take(boxes.getOrDefault(id, List.of()).size()))
                .toList();
        if (taken.isEmpty()) {
            throw new DataException(
                    folder.resolve(file) + ": none of " + json.images().size() + " pictures has " + limits.least()
                            + " to " + limits.most() + " boxes (least, most)");
        }
        List<CocoJson.Image> images = taken.stream().map(json.images()::get).toList();
        String inside = pictureFolder(folder, name(file), images.get(0).fileName());
        List<String> names = new ArrayList<>();
        for (CocoJson.Image image : images) {
            try {
                Names.listed(folder.resolve(inside), image.fileName());
            } catch (DataException e) {
                throw new DataException(folder.resolve(file) + ": " + e.getMessage(), e);
            }
            names.add(inside + image.fileName());
        }
        List<Known> known = new ArrayList<>();
        taken.forEach(id -> known.add(new Known.Boxes(boxes.getOrDefault(id, List.of()))));
        FilePictures pictures = FilePictures.alone(folder, names)
                .knowing(known, List.copyOf(json.categories().values()))
                .asStored();
        return new CocoBoxes(pictures, images);
    }

    private static String pictureFolder(Path folder, String name, String picture) {
        return Stream.of(name + "/", "images/" + name + "/", "images/", "")
                .filter(inside -> Files.isRegularFile(folder.resolve(inside + picture)))
                .findFirst()
                .orElseThrow(() -> new DataException(folder + ": no picture '" + picture + "' in " + name + ", images/"
                        + name + ", images or here. Are the pictures elsewhere?"));
    }

    /** What of each box lies in its picture, by the picture's id. */
    private static Map<Long, List<Box>> boxes(Path file, CocoJson json, double leastArea) {
        Map<Long, Integer> kinds = new HashMap<>();
        json.categories().keySet().forEach(id -> kinds.put(id, kinds.size()));
        Map<Long, List<Box>> boxes = new HashMap<>();
        for (CocoJson.Annotation annotation : json.annotations()) {
            CocoJson.Image image = json.images().get(annotation.image());
            Integer kind = kinds.get(annotation.category());
            if (image == null || kind == null) {
                throw new DataException(file + ": an annotation is of "
                        + (image == null ? "image " + annotation.image() : "category " + annotation.category())
                        + ", which is not in the file");
            }
            box(annotation, kind, image)
                    .filter(box -> box.width() * box.height() > leastArea)
                    .ifPresent(box -> boxes.computeIfAbsent(annotation.image(), id -> new ArrayList<>())
                            .add(box));
        }
        return boxes;
    }

    private static Optional<Box> box(CocoJson.Annotation annotation, int kind, CocoJson.Image image) {
        CocoJson.Rectangle box = annotation.box();
        double left = Math.max(0, box.left() / image.width());
        double top = Math.max(0, box.top() / image.height());
        double width = Math.min(1, (box.left() + box.width()) / image.width()) - left;
        double height = Math.min(1, (box.top() + box.height()) / image.height()) - top;
        return width > 0 && height > 0
                ? Optional.of(new Box(kind, left, top, width, height, annotation.crowd()))
                : Optional.empty();
    }

    @Override
    public int count() {
        return pictures.count();
    }

    @Override
    public String name(int index) {
        return pictures.name(index);
    }

    /** As it is stored, as COCO's are; upright where its annotations are of that, as programs draw them that show pictures so. */
    @Override
    public Picture picture(int index) {
        Picture stored = pictures.picture(index);
        if (isAnnotated(stored, index)) {
            return stored;
        }
        Picture upright = pictures.upright().picture(index);
        if (isAnnotated(upright, index)) {
            return upright;
        }
        CocoJson.Image image = images.get(index);
        throw new BrokenPictureException(pictures.folder().resolve(name(index)) + ": is " + stored.width() + " x "
                + stored.height() + " pixels, expected " + image.width() + " x " + image.height()
                + " as its annotations have it");
    }

    private boolean isAnnotated(Picture picture, int index) {
        CocoJson.Image image = images.get(index);
        return picture.width() == image.width() && picture.height() == image.height();
    }

    @Override
    public Known known(int index) {
        return pictures.known(index);
    }

    @Override
    public List<String> classes() {
        return pictures.classes();
    }
}
