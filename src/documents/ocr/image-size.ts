/** Width and height in pixels from the header alone, so that a picture is judged before it is unpacked. Null when unknown. */
export function imageSize(bytes: Uint8Array): { width: number; height: number } | null {
  const image = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (image.length < 24) return null
  if (image.readUInt32BE(0) === 0x89504e47) return { width: image.readUInt32BE(16), height: image.readUInt32BE(20) }
  return image.readUInt16BE(0) === 0xffd8 ? jpegSize(image) : null
}

/** The frame header (SOF) may follow any number of other segments. */
function jpegSize(image: Buffer): { width: number; height: number } | null {
  for (let at = 2; at + 9 < image.length; ) {
    if (image[at] !== 0xff) return null
    const marker = image[at + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: image.readUInt16BE(at + 5), width: image.readUInt16BE(at + 7) }
    at += 2 + image.readUInt16BE(at + 2)
  }
  return null
}
