/* The files of the search: each is a script that hands over its data, so that a page opened from a folder can read it too. */
(function () {
  "use strict";
  const guiju = (window.guiju = window.guiju || {});
  const search = (guiju.searching = guiju.searching || {});
  const arrived = new Map();
  const asked = new Map();

  const PER_FOLDER = 512;

  /** Called by every file of the search. */
  guiju.load = function (name, data) {
    arrived.set(name, data);
  };

  /** A file of the search, or null where it is not there or broken; each is read once. */
  search.file = function (root, name, stamp) {
    if (!asked.has(name)) asked.set(name, read(root, name, stamp || ""));
    return asked.get(name);
  };

  function read(root, name, stamp) {
    return new Promise((resolve) => {
      const script = document.createElement("script");
      const done = () => {
        script.remove();
        resolve(arrived.has(name) ? arrived.get(name) : null);
        arrived.delete(name);
      };
      script.onload = script.onerror = done;
      script.src = root + address(name) + (stamp ? "?" + stamp : "");
      document.head.appendChild(script);
    });
  }

  function address(name) {
    const [family, place] = name.split("/");
    return place ? `search/${family}/${Math.floor(place / PER_FOLDER)}/${place}.js` : `search/${family}.js`;
  }

  /** What an object of a file has under a name that anybody may have typed. */
  search.own = (object, name) => (Object.prototype.hasOwnProperty.call(object, name) ? object[name] : undefined);

  /** FNV-1a over the code units, high bits folded into the low ones: the same as hash_of in coding.py. */
  search.hash = function (text) {
    let value = 0x811c9dc5;
    for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
    value >>>= 0;
    return (value ^ (value >>> 15)) >>> 0;
  };

  /** Reads the numbers of coding.py, one after the other. */
  search.Numbers = class {
    constructor(text, digits, at = 0) {
      this.text = text;
      this.at = at;
      this.values = valuesOf(digits);
      this.base = digits.length;
    }

    get more() {
      return this.at < this.text.length;
    }

    digit() {
      return this.values[this.text.charCodeAt(this.at++)];
    }

    next() {
      const base = this.base;
      const first = this.digit();
      if (first < 64) return first;
      if (first < 88) return 64 + (first - 64) * base + this.digit();
      const two = 64 + 24 * base;
      if (first < 91) return two + ((first - 88) * base + this.digit()) * base + this.digit();
      return two + 3 * base * base + (this.digit() * base + this.digit()) * base + this.digit();
    }
  };

  let known = null;
  function valuesOf(digits) {
    if (!known) {
      known = new Uint8Array(128);
      for (let value = 0; value < digits.length; value++) known[digits.charCodeAt(value)] = value;
    }
    return known;
  }

  /** Whether a set written by bloom() in coding.py may hold a text. */
  search.mayHold = function (set, text, digits) {
    return ["a", "b", "c", "d"].every((seed) => {
      const place = search.hash(seed + text) % set.size;
      return (valuesOf(digits)[set.bits.charCodeAt(Math.floor(place / 6))] >> place % 6) & 1;
    });
  };
})();
