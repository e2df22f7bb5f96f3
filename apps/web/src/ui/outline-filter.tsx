/** Turns a picture into the edges of what is in it. Once in a page; `.outlined` uses it. */
export function OutlineFilter() {
  return (
    <svg width="0" height="0" className="absolute" aria-hidden="true">
      <filter id="outline" colorInterpolationFilters="sRGB" x="0" y="0" width="100%" height="100%">
        <feGaussianBlur stdDeviation="1.1" />
        <feConvolveMatrix
          order="3"
          kernelMatrix="-1 -1 -1 -1 8 -1 -1 -1 -1"
          divisor="1"
          preserveAlpha="true"
          edgeMode="duplicate"
        />
        <feColorMatrix type="matrix" values="-2.4 -2.4 -2.4 0 1  -2.4 -2.4 -2.4 0 1  -2.4 -2.4 -2.4 0 1  0 0 0 1 0" />
      </filter>
    </svg>
  );
}
