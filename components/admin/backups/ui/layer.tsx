'use client';

import { createContext, type ReactNode, type RefObject, useContext, useRef } from 'react';

const LayerContext = createContext<RefObject<HTMLDivElement | null> | null>(null);

/** Menus and dialogs open inside the module's own element: its tokens reach them and they stay in the main landmark. */
export function Layer({ children }: { children: ReactNode }) {
  const layer = useRef<HTMLDivElement>(null);
  return (
    <LayerContext.Provider value={layer}>
      {children}
      <div className="bk-layer" ref={layer} />
    </LayerContext.Provider>
  );
}

export function useLayer(): RefObject<HTMLDivElement | null> | null {
  return useContext(LayerContext);
}
