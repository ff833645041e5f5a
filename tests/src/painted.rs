//! Whether a picture of the window shows what the page holds: the screen can be a repaint behind.

use std::io::Cursor;

use serde_json::Value;

/// How far a color may be from the wanted one: it passes through color spaces.
const TOLERANCE: u8 = 3;

/// A point of the page, and the color that it should have.
#[derive(Debug)]
pub(crate) struct Point {
    /// From the left, as a part of the width.
    x: f64,
    /// From the top, as a part of the height.
    y: f64,
    color: [u8; 3],
}

impl Point {
    /// Reads what `page/point.js` returns.
    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        let channel = |i: usize| {
            value["color"][i]
                .as_u64()
                .and_then(|n| u8::try_from(n).ok())
        };
        Some(Self {
            x: value["x"].as_f64()?,
            y: value["y"].as_f64()?,
            color: [channel(0)?, channel(1)?, channel(2)?],
        })
    }
}

/// Whether a picture (PNG) has these colors at these points.
pub(crate) fn shows(picture: &[u8], points: &[Point]) -> bool {
    let mut reader = png::Decoder::new(Cursor::new(picture))
        .read_info()
        .expect("the driver's pictures are PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("it fits into memory")];
    let frame = reader.next_frame(&mut pixels).expect("a whole picture");
    assert_eq!(frame.bit_depth, png::BitDepth::Eight, "8 bits a channel");
    let samples = frame.color_type.samples();
    assert!(samples >= 3, "a picture in colors");
    points.iter().all(|point| {
        let column = pixel(point.x, frame.width);
        let row = pixel(point.y, frame.height);
        let start = row * frame.line_size + column * samples;
        let painted = pixels[start..].iter();
        painted
            .zip(point.color)
            .all(|(is, wanted)| is.abs_diff(wanted) <= TOLERANCE)
    })
}

/// The pixel at a part of a length.
fn pixel(part: f64, length: u32) -> usize {
    let place = (part * f64::from(length)).round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is between 0 and the length"
    )]
    let place = place.clamp(0.0, f64::from(length - 1)) as usize;
    place
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Two columns, black and white; two rows.
    fn picture() -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 2, 2);
        encoder.set_color(png::ColorType::Rgb);
        let mut writer = encoder.write_header().expect("a header");
        let row = [0, 0, 0, 255, 255, 255];
        writer.write_image_data(&[row, row].concat()).expect("data");
        writer.finish().expect("an end");
        file
    }

    fn point(x: f64, color: [u8; 3]) -> Point {
        let value = json!({ "x": x, "y": 0.5, "color": color });
        Point::from_json(&value).expect("a point")
    }

    #[test]
    fn a_picture_shows_the_colors_that_are_painted() {
        assert!(shows(
            &picture(),
            &[point(0.0, [0, 0, 0]), point(0.5, [255, 254, 253])]
        ));
        assert!(!shows(
            &picture(),
            &[point(0.0, [0, 0, 0]), point(0.5, [0, 255, 255])]
        ));
        assert!(!shows(&picture(), &[point(0.0, [255, 255, 255])]));
    }
}
